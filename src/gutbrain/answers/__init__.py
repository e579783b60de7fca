"""What people ask of the model, as functions: what if, what could help, what carries a change, what is known."""
