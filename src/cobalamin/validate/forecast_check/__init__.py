"""Check of the forecast: simulated people, forecast from their first visit, beside the results that they have later."""
