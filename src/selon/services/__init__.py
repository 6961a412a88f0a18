"""Optional outside services, asked over the network only when a person says so."""
