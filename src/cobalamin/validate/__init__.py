"""How far the numbers may be trusted: solvers against each other, the model against published studies."""
