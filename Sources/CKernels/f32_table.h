// One instruction set's kernels. Each file f32_<set>.c fills one table from f32_template.h.
#pragma once
#include "kernels_f32.h"

struct hk_f32_table {
  size_t tile_rows, tile_columns;
  void (*pack)(size_t, size_t, const float *, size_t, size_t, size_t, size_t, float *);
  void (*gemm)(size_t, size_t, size_t, const float *, size_t, size_t, const float *, float *, size_t, int,
               float *);
  void (*rmsnorm)(size_t, size_t, float, const float *, const float *, float *, float *);
  void (*rmsnorm_backward)(size_t, size_t, const float *, const float *, const float *, const float *,
                           float *);
  void (*rmsnorm_gain)(size_t, size_t, size_t, size_t, const float *, const float *, const float *, float *);
  void (*rope)(size_t, size_t, size_t, size_t, const int32_t *, const float *, const float *, float, float *);
  void (*attention)(size_t, size_t, float, const float *, const float *, const float *, size_t, float *,
                    size_t, float *, size_t, float *);
  void (*attention_backward)(size_t, size_t, float, const float *, const float *, const float *, size_t,
                             const float *, size_t, const float *, size_t, float *, float *, float *, int,
                             float *);
  void (*swiglu)(size_t, size_t, const float *, float *);
  void (*swiglu_backward)(size_t, size_t, const float *, const float *, float *);
  void (*cross_entropy)(size_t, size_t, size_t, float *, const int32_t *, const float *, float *);
  void (*dropout)(size_t, uint64_t, uint32_t, uint32_t, const float *, float *, int);
  void (*add)(size_t, const float *, float *);
  void (*exp)(size_t, float *);
  double (*sum_of_squares)(size_t, const float *);
  void (*adamw)(size_t, struct hk_f32_adamw, const float *, float *, float *, float *);
  void (*average)(size_t, float, const float *, float *);
};

extern const struct hk_f32_table hk_f32_portable;
#if defined(__x86_64__)
extern const struct hk_f32_table hk_f32_avx2;
extern const struct hk_f32_table hk_f32_avx512;
#endif
