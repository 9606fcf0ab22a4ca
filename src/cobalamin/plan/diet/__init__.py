"""What a diet gives: B12 by meal, what is absorbed, where it leads over years, and the fewest changes that suffice."""

from cobalamin.plan.diet.answer import diet_answer
from cobalamin.plan.diet.model import DietAnswer, to_json

__all__ = ["DietAnswer", "diet_answer", "to_json"]
