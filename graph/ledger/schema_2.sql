-- Version 2: lists. A list has a lasting name and no text; its readings hold their own quotes.
ALTER TABLE document ADD COLUMN list TEXT;
ALTER TABLE annotation ADD COLUMN quote TEXT;
