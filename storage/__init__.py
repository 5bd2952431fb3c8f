"""Tips at rest: tables, sealing, sessions, receipts, audit."""
