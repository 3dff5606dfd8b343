"""The store on SQLite and on PostgreSQL, under load and after crashes."""
