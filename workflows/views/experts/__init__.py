"""The pages of experts, and what the office does with experts, draws, panels and meetings."""
