#pragma once

/// The instruction sets that kernels are written for, weakest first.
enum hk_isa {
  HK_ISA_PORTABLE = 0,
  HK_ISA_AVX2 = 1,
  HK_ISA_AVX512 = 2,
};

/// The strongest instruction set of this machine.
enum hk_isa hk_isa_supported(void);

/// The instruction set to use: `hk_isa_supported`, or the weaker one that the environment variable
/// `HAECHI_ISA` names (`portable`, `avx2` or `avx512`). The environment is read once.
enum hk_isa hk_isa_chosen(void);
