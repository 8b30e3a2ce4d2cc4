// The transformation tables. The compiler lists an embedded file as a dependency: a change of it rebuilds this.
#include "lexicon_data.h"

#define LEXICON_NAME haechi_lexicon_yaminjeongeum
#define LEXICON_PATH "../../Lexicons/transformations/yaminjeongeum.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_lookalikes
#define LEXICON_PATH "../../Lexicons/transformations/lookalikes.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_keyboard
#define LEXICON_PATH "../../Lexicons/transformations/keyboard.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_leet
#define LEXICON_PATH "../../Lexicons/transformations/leet.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_latin
#define LEXICON_PATH "../../Lexicons/transformations/latin.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_soundalike
#define LEXICON_PATH "../../Lexicons/transformations/soundalike.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_hanja
#define LEXICON_PATH "../../Lexicons/transformations/hanja.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_chosung
#define LEXICON_PATH "../../Lexicons/transformations/chosung.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_readings
#define LEXICON_PATH "../../Lexicons/transformations/readings.model"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_decision
#define LEXICON_PATH "../../Lexicons/transformations/decision.tsv"
#include "embedded_file.inc"
