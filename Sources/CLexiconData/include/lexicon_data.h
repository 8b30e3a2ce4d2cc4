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
