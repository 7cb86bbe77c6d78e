"""What Label Studio exports."""
