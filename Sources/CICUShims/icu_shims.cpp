#include "icu_shims.h"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uvernum.h>
#include <unicode/uversion.h>

static const icu::Normalizer2 *instance(int32_t form, UErrorCode &status) {
  switch (form) {
  case HAECHI_ICU_NFC: return icu::Normalizer2::getNFCInstance(status);
  case HAECHI_ICU_NFD: return icu::Normalizer2::getNFDInstance(status);
  case HAECHI_ICU_NFKC: return icu::Normalizer2::getNFKCInstance(status);
  case HAECHI_ICU_NFKD: return icu::Normalizer2::getNFKDInstance(status);
  case HAECHI_ICU_NFKC_CASEFOLD: return icu::Normalizer2::getNFKCCasefoldInstance(status);
  }
  status = U_ILLEGAL_ARGUMENT_ERROR;
  return nullptr;
}

int32_t haechi_icu_normalize(
  int32_t form, const uint8_t *source, int32_t length, uint8_t *destination, int32_t capacity, int32_t *needed,
  haechi_icu_edit *edits, int32_t edit_capacity, int32_t *edit_count) {
  *needed = 0;
  *edit_count = 0;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *normalizer = instance(form, status);
  if (U_FAILURE(status)) return status;
  icu::CheckedArrayByteSink sink(reinterpret_cast<char *>(destination), capacity);
  icu::Edits record;
  normalizer->normalizeUTF8(
    0, icu::StringPiece(reinterpret_cast<const char *>(source), length), sink, &record, status);
  if (U_FAILURE(status)) return status;
  *needed = sink.NumberOfBytesAppended();
  int32_t count = 0;
  icu::Edits::Iterator stretch = record.getFineIterator();
  while (stretch.next(status)) {
    if (count < edit_capacity) {
      edits[count] = {stretch.oldLength(), stretch.newLength(), stretch.hasChange() ? 1 : 0};
    }
    ++count;
  }
  *edit_count = count;
  return U_FAILURE(status) ? status : 0;
}

int32_t haechi_icu_normalize_bytes(
  int32_t form, const uint8_t *source, int32_t length, uint8_t *destination, int32_t capacity,
  int32_t *needed) {
  *needed = 0;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *normalizer = instance(form, status);
  if (U_FAILURE(status)) return status;
  icu::CheckedArrayByteSink sink(reinterpret_cast<char *>(destination), capacity);
  normalizer->normalizeUTF8(
    0, icu::StringPiece(reinterpret_cast<const char *>(source), length), sink, nullptr, status);
  *needed = sink.NumberOfBytesAppended();
  return U_FAILURE(status) ? status : 0;
}

int32_t haechi_icu_traits(int32_t form, int32_t first, int32_t count, uint8_t *traits) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *normalizer = instance(form, status);
  if (U_FAILURE(status)) return status;
  icu::UnicodeString mapping;
  for (int32_t index = 0; index < count; ++index) {
    UChar32 scalar = first + index;
    traits[index] = 0;
    if (U_IS_SURROGATE(scalar)) continue;
    bool isMapped = normalizer->getDecomposition(scalar, mapping);
    bool vanishes = isMapped && mapping.isEmpty();
    UChar32 head = isMapped && !vanishes ? mapping.char32At(0) : scalar;
    if (vanishes || u_getCombiningClass(head) != 0) {
      traits[index] = HAECHI_ICU_MARK;
    } else if (normalizer->hasBoundaryBefore(scalar)) {
      bool isNormalized = normalizer->isNormalized(icu::UnicodeString(scalar), status);
      if (U_FAILURE(status)) return status;
      traits[index] = HAECHI_ICU_BOUNDARY | (isNormalized ? HAECHI_ICU_PLAIN : 0);
    }
  }
  return 0;
}

int32_t haechi_icu_decomposition(int32_t form, int32_t scalar, int32_t *scalars, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *normalizer = instance(form, status);
  if (U_FAILURE(status)) return -1;
  icu::UnicodeString mapping;
  if (!normalizer->getDecomposition(scalar, mapping)) return -1;
  int32_t count = 0;
  for (int32_t index = 0; index < mapping.length(); index = mapping.moveIndex32(index, 1)) {
    if (count < capacity) scalars[count] = mapping.char32At(index);
    ++count;
  }
  return count;
}

struct haechi_icu_transliterator {
  icu::Transliterator *rules;
};

haechi_icu_transliterator *haechi_icu_transliterator_open(const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  icu::Transliterator *rules = icu::Transliterator::createInstance(
    icu::UnicodeString::fromUTF8(name), UTRANS_FORWARD, status);
  if (U_FAILURE(status) || rules == nullptr) return nullptr;
  return new haechi_icu_transliterator{rules};
}

int32_t haechi_icu_transliterate(
  const haechi_icu_transliterator *transliterator, const uint8_t *source, int32_t length,
  uint8_t *destination, int32_t capacity) {
  icu::UnicodeString text =
    icu::UnicodeString::fromUTF8(icu::StringPiece(reinterpret_cast<const char *>(source), length));
  transliterator->rules->transliterate(text);
  icu::CheckedArrayByteSink sink(reinterpret_cast<char *>(destination), capacity);
  text.toUTF8(sink);
  return sink.NumberOfBytesAppended();
}

void haechi_icu_transliterator_close(haechi_icu_transliterator *transliterator) {
  delete transliterator->rules;
  delete transliterator;
}

uint8_t haechi_icu_combining_class(int32_t scalar) { return u_getCombiningClass(scalar); }

int32_t haechi_icu_script(int32_t scalar) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t script = uscript_getScript(scalar, &status);
  return U_FAILURE(status) ? USCRIPT_UNKNOWN : script;
}

const char *haechi_icu_version(void) { return U_ICU_VERSION; }

const char *haechi_icu_unicode_version(void) { return U_UNICODE_VERSION; }
