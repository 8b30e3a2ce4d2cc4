#include "default_model.h"

_Alignas(64) static const uint8_t bundle[] = {
#embed "guardian.bundle" suffix(,)
  0
};

const uint8_t *haechi_default_model_bytes(void) { return bundle; }
size_t haechi_default_model_count(void) { return sizeof bundle - 1; }
