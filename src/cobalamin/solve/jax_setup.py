"""JAX, imported on first use, in 64 bit, with a compile cache that survives the process.

The cache folder is `$COBALAMIN_CACHE`, else the platform's user cache folder by version and processor. A read-only or
absent home means no cache and no error.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from cobalamin.solve.cache import cache_folder


@cache
def jax() -> Any:
    """The jax module, configured once."""
    import jax as module

    module.config.update("jax_enable_x64", True)
    folder = cache_folder()
    if folder is not None:
        module.config.update("jax_compilation_cache_dir", str(folder))
        module.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
        module.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    return module
