"""One script per version of the store, numbered, hand-written, never edited once released."""
