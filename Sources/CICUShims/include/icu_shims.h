// The few ICU calls that Haechi needs, under names that do not change with ICU's version.
// No ICU header is named here: Swift's Foundation carries headers of another ICU, and the two clash.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The normalization forms, as `haechi_icu_normalize` takes them.
enum {
  HAECHI_ICU_NFC = 0,
  HAECHI_ICU_NFD = 1,
  HAECHI_ICU_NFKC = 2,
  HAECHI_ICU_NFKD = 3,
  HAECHI_ICU_NFKC_CASEFOLD = 4,
};

/// One stretch of a normalization: `old_length` bytes of the source became `new_length` bytes.
typedef struct haechi_icu_edit {
  int32_t old_length;
  int32_t new_length;
  int32_t changed; // 0: the bytes are the same on both sides
} haechi_icu_edit;

/// Normalizes UTF-8 into `destination` and reports every stretch in order.
///
/// Returns ICU's error code, 0 when it went well. `needed` and `edit_count` receive the full sizes even
/// when they are larger than the capacities; then the caller tries again with more room.
/// Ill-formed bytes become U+FFFD.
int32_t haechi_icu_normalize(
  int32_t form, const uint8_t *source, int32_t length, uint8_t *destination, int32_t capacity, int32_t *needed,
  haechi_icu_edit *edits, int32_t edit_capacity, int32_t *edit_count);

/// 1 if `scalar` is unchanged by `form` and never joins what comes before it, 0 if not, -1 if ICU fails.
int32_t haechi_icu_is_boundary(int32_t form, int32_t scalar);

/// The canonical combining class of `scalar`, 0 to 254.
uint8_t haechi_icu_combining_class(int32_t scalar);

/// `scalar` with its case folded to one scalar (simple case folding).
int32_t haechi_icu_fold_case(int32_t scalar);

/// The script of `scalar` as ICU numbers scripts (0 Common, 1 Inherited, 17 Han, 18 Hangul, 25 Latin ...).
int32_t haechi_icu_script(int32_t scalar);

/// ICU's version, such as `72.1`; the string lives as long as the process.
const char *haechi_icu_version(void);

/// The version of Unicode that ICU's data follows, such as `15.0`.
const char *haechi_icu_unicode_version(void);

#ifdef __cplusplus
}
#endif
