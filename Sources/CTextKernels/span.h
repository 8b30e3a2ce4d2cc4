#pragma once
#include <stddef.h>
#include <stdint.h>

/// The bytes that the vector kernel reads at once.
enum { HAECHI_TEXT_BLOCK = 32 };

/// `haechi_text_span` over whole blocks: how many bytes are whole scalars that it passes over, at most.
size_t haechi_text_span_avx2(const uint8_t *text, size_t count, uint32_t accepted);
