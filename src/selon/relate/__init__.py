"""Relations: of claims to the law, of documents to their copies, of claims to one another."""
