#include "icu_shims.h"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
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

int32_t haechi_icu_is_boundary(int32_t form, int32_t scalar) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *normalizer = instance(form, status);
  if (U_FAILURE(status)) return -1;
  if (!normalizer->hasBoundaryBefore(scalar)) return 0;
  icu::UnicodeString text(static_cast<UChar32>(scalar));
  UBool normalized = normalizer->isNormalized(text, status);
  return U_FAILURE(status) ? -1 : (normalized ? 1 : 0);
}

uint8_t haechi_icu_combining_class(int32_t scalar) { return u_getCombiningClass(scalar); }

int32_t haechi_icu_fold_case(int32_t scalar) { return u_foldCase(scalar, U_FOLD_CASE_DEFAULT); }

int32_t haechi_icu_script(int32_t scalar) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t script = uscript_getScript(scalar, &status);
  return U_FAILURE(status) ? USCRIPT_UNKNOWN : script;
}

const char *haechi_icu_version(void) { return U_ICU_VERSION; }

const char *haechi_icu_unicode_version(void) { return U_UNICODE_VERSION; }
