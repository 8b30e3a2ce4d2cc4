#pragma once
#include <stddef.h>
#include <stdint.h>

/// A file of the folder Lexicons/, inside the binary: 64-byte aligned, read-only, alive for the whole process.
struct haechi_lexicon_file {
  /// Its first byte; a zero byte follows the last one.
  const uint8_t *bytes;
  /// Its length in bytes, without that zero.
  size_t count;
};

// The transformation tables.

/// Lexicons/transformations/yaminjeongeum.tsv
struct haechi_lexicon_file haechi_lexicon_yaminjeongeum(void);
/// Lexicons/transformations/lookalikes.tsv
struct haechi_lexicon_file haechi_lexicon_lookalikes(void);
/// Lexicons/transformations/keyboard.tsv
struct haechi_lexicon_file haechi_lexicon_keyboard(void);
/// Lexicons/transformations/leet.tsv
struct haechi_lexicon_file haechi_lexicon_leet(void);
/// Lexicons/transformations/latin.tsv
struct haechi_lexicon_file haechi_lexicon_latin(void);
/// Lexicons/transformations/soundalike.tsv
struct haechi_lexicon_file haechi_lexicon_soundalike(void);
/// Lexicons/transformations/hanja.tsv
struct haechi_lexicon_file haechi_lexicon_hanja(void);
/// Lexicons/transformations/chosung.tsv
struct haechi_lexicon_file haechi_lexicon_chosung(void);
/// Lexicons/transformations/decision.tsv
struct haechi_lexicon_file haechi_lexicon_decision(void);
/// Lexicons/transformations/readings.model, the language model that decides between readings
struct haechi_lexicon_file haechi_lexicon_readings(void);

// The taxonomy, the terms and what goes with them.

/// Lexicons/taxonomy.yaml
struct haechi_lexicon_file haechi_lexicon_taxonomy(void);
/// Lexicons/crosswalks.yaml
struct haechi_lexicon_file haechi_lexicon_crosswalks(void);
/// Lexicons/hotlines.yaml
struct haechi_lexicon_file haechi_lexicon_hotlines(void);
/// Lexicons/pii.tsv
struct haechi_lexicon_file haechi_lexicon_pii(void);
/// Lexicons/identity.tsv
struct haechi_lexicon_file haechi_lexicon_identity(void);
/// Lexicons/help_seeking.tsv
struct haechi_lexicon_file haechi_lexicon_help_seeking(void);

/// How many files there are in Lexicons/terms.
size_t haechi_lexicon_term_file_count(void);
/// The name of the file `index` of Lexicons/terms, by which the files are ordered; ends with a zero byte.
const char *haechi_lexicon_term_file_name(size_t index);
/// The file `index` of Lexicons/terms; an empty one if there is none.
struct haechi_lexicon_file haechi_lexicon_term_file(size_t index);
