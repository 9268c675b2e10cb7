"""Sample pages over the real frame and components, served as the application would serve them."""
