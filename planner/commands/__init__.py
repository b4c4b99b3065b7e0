"""What each command of ``pivot`` does, a module for each, and what they share: options, inputs and output."""
