"""What INCEpTION and WebAnno export: UIMA CAS as XMI and JSON, WebAnno TSV, projects."""
