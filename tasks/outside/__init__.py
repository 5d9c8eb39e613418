"""How the outside is reached: HTTP clients, and addresses without their secrets."""
