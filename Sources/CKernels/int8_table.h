#pragma once
#include "kernels_int8.h"

// One table of functions an instruction set; `int8.c` picks a table, nothing else branches on it.
struct hk_int8_table {
  void (*quantize)(size_t, size_t, const float *, size_t, uint8_t *, size_t, float *, int32_t *);
  void (*norm)(size_t, size_t, size_t, float, const float *, size_t, const float *, float *, size_t);
  void (*gemm)(struct hk_int8_rows, struct hk_int8_matrix, size_t, size_t, float *, size_t, int);
  void (*swiglu)(struct hk_int8_rows, struct hk_int8_matrix, size_t, float *, size_t);
  void (*rope)(size_t, size_t, size_t, const int32_t *, const float *, const float *, float *, size_t);
  void (*attention)(struct hk_attention, size_t, const int32_t *, const float *, size_t, float *, float *,
                    size_t);
  void (*dot)(size_t, size_t, const float *, const float *, float *);
  void (*f32_gemm)(size_t, size_t, size_t, const float *, size_t, const float *, float *, size_t);
};

extern const struct hk_int8_table hk_int8_portable;
#if defined(__x86_64__)
extern const struct hk_int8_table hk_int8_avx2;
extern const struct hk_int8_table hk_int8_vnni;
#endif

/// Floats between the score rows of a block of four queries: room for the cached keys and one of the row's own.
static inline size_t hk_score_stride(size_t blocks) { return (blocks + 1) * HK_KEY_BLOCK; }
