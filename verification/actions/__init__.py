"""What may be done with certificates: issue, make the file, take back."""
