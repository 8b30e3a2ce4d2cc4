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
/// The source should be well-formed: ICU 72 copies ill-formed bytes.
int32_t haechi_icu_normalize(
  int32_t form, const uint8_t *source, int32_t length, uint8_t *destination, int32_t capacity, int32_t *needed,
  haechi_icu_edit *edits, int32_t edit_capacity, int32_t *edit_count);

/// The same without the record of stretches.
int32_t haechi_icu_normalize_bytes(
  int32_t form, const uint8_t *source, int32_t length, uint8_t *destination, int32_t capacity,
  int32_t *needed);

/// What `haechi_icu_traits` says of a scalar.
enum {
  /// The form leaves it as it is, and it never joins what comes before it nor moves.
  HAECHI_ICU_PLAIN = 1,
  /// What the form makes of it begins with a combining mark, or is nothing: it may move or let marks meet.
  HAECHI_ICU_MARK = 2,
  /// Neither it nor what the form makes of it joins what comes before it.
  HAECHI_ICU_BOUNDARY = 4,
};

/// The traits of the `count` scalars from `first` on in `form`. Returns ICU's error code, 0 when it went well.
int32_t haechi_icu_traits(int32_t form, int32_t first, int32_t count, uint8_t *traits);

/// The full decomposition of `scalar` under `form` and the number of its scalars, which may be more than
/// `capacity`; -1 if it has none.
int32_t haechi_icu_decomposition(int32_t form, int32_t scalar, int32_t *scalars, int32_t capacity);

/// Rules that bring text from one script into another. May be used by one thread at a time.
typedef struct haechi_icu_transliterator haechi_icu_transliterator;

/// The transliterator that ICU calls `name`, such as `Hangul-Latin`; null if it has none.
haechi_icu_transliterator *haechi_icu_transliterator_open(const char *name);

/// Transliterates UTF-8 into `destination` and returns the full size, which may be more than `capacity`.
/// Ill-formed bytes become U+FFFD.
int32_t haechi_icu_transliterate(
  const haechi_icu_transliterator *transliterator, const uint8_t *source, int32_t length,
  uint8_t *destination, int32_t capacity);

/// Frees `transliterator`.
void haechi_icu_transliterator_close(haechi_icu_transliterator *transliterator);

/// The canonical combining class of `scalar`, 0 to 254.
uint8_t haechi_icu_combining_class(int32_t scalar);

/// The script of `scalar` as ICU numbers scripts (0 Common, 1 Inherited, 17 Han, 18 Hangul, 25 Latin ...).
int32_t haechi_icu_script(int32_t scalar);

/// ICU's version, such as `72.1`; the string lives as long as the process.
const char *haechi_icu_version(void);

/// The version of Unicode that ICU's data follows, such as `15.0`.
const char *haechi_icu_unicode_version(void);

#ifdef __cplusplus
}
#endif
