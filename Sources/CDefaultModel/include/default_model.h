#pragma once
#include <stddef.h>
#include <stdint.h>

/// The bundle of the default guardian, inside the binary: 64-byte aligned, read-only, alive for the whole process.
const uint8_t *haechi_default_model_bytes(void);
/// Its length in bytes; 0 when the package was built without a model.
size_t haechi_default_model_count(void);
