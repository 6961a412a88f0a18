"""Model -> HTML and text that a person looks at."""
