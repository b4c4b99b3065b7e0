"""Components of our own: small pieces of JavaScript without iframe, build step or network."""
