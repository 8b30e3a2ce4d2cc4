#include "isa.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum hk_isa hk_isa_supported(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return HK_ISA_AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return HK_ISA_AVX2;
#endif
  return HK_ISA_PORTABLE;
}

static enum hk_isa choose(void) {
  enum hk_isa best = hk_isa_supported(), wanted = best;
  const char *name = getenv("HAECHI_ISA");
  if (name && !strcmp(name, "portable")) wanted = HK_ISA_PORTABLE;
  if (name && !strcmp(name, "avx2")) wanted = HK_ISA_AVX2;
  return wanted < best ? wanted : best;
}

// Two threads that meet here for the first time both write the same value.
static _Atomic int chosen_plus_one;

enum hk_isa hk_isa_chosen(void) {
  int known = atomic_load_explicit(&chosen_plus_one, memory_order_relaxed);
  if (!known) {
    known = (int)choose() + 1;
    atomic_store_explicit(&chosen_plus_one, known, memory_order_relaxed);
  }
  return (enum hk_isa)(known - 1);
}
