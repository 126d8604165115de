"""What a borrower's file is, judged by its bytes alone: its kind, whether it is whole, and whether it could do harm."""
