#pragma once
#include <stddef.h>
#include <stdint.h>

/// `haechi_text_span` for machines with AVX2.
size_t haechi_text_span_avx2(const uint8_t *text, size_t count, uint32_t accepted);
