// The terms, the words of identity and of seeking help, the patterns of personal data, and the taxonomy.
#include "lexicon_data.h"

#define LEXICON_NAME haechi_lexicon_taxonomy
#define LEXICON_PATH "../../Lexicons/taxonomy.yaml"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_crosswalks
#define LEXICON_PATH "../../Lexicons/crosswalks.yaml"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_hotlines
#define LEXICON_PATH "../../Lexicons/hotlines.yaml"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_pii
#define LEXICON_PATH "../../Lexicons/pii.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_identity
#define LEXICON_PATH "../../Lexicons/identity.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_help_seeking
#define LEXICON_PATH "../../Lexicons/help_seeking.tsv"
#include "embedded_file.inc"

// One accessor a file of Lexicons/terms, and the list of them by name.
#define LEXICON_NAME haechi_lexicon_terms_cyber
#define LEXICON_PATH "../../Lexicons/terms/cyber.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_terms_dangerous_advice
#define LEXICON_PATH "../../Lexicons/terms/dangerous_advice.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_terms_drugs
#define LEXICON_PATH "../../Lexicons/terms/drugs.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_terms_fraud
#define LEXICON_PATH "../../Lexicons/terms/fraud.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_terms_harassment
#define LEXICON_PATH "../../Lexicons/terms/harassment.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_terms_jailbreak
#define LEXICON_PATH "../../Lexicons/terms/jailbreak.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_terms_misinformation
#define LEXICON_PATH "../../Lexicons/terms/misinformation.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_terms_privacy
#define LEXICON_PATH "../../Lexicons/terms/privacy.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_terms_profanity
#define LEXICON_PATH "../../Lexicons/terms/profanity.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_terms_self_harm
#define LEXICON_PATH "../../Lexicons/terms/self_harm.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_terms_sexual
#define LEXICON_PATH "../../Lexicons/terms/sexual.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_terms_slurs
#define LEXICON_PATH "../../Lexicons/terms/slurs.tsv"
#include "embedded_file.inc"

#define LEXICON_NAME haechi_lexicon_terms_violence
#define LEXICON_PATH "../../Lexicons/terms/violence.tsv"
#include "embedded_file.inc"

static const struct {
  const char *name;
  struct haechi_lexicon_file (*file)(void);
} files[] = {
  {"cyber.tsv", haechi_lexicon_terms_cyber},
  {"dangerous_advice.tsv", haechi_lexicon_terms_dangerous_advice},
  {"drugs.tsv", haechi_lexicon_terms_drugs},
  {"fraud.tsv", haechi_lexicon_terms_fraud},
  {"harassment.tsv", haechi_lexicon_terms_harassment},
  {"jailbreak.tsv", haechi_lexicon_terms_jailbreak},
  {"misinformation.tsv", haechi_lexicon_terms_misinformation},
  {"privacy.tsv", haechi_lexicon_terms_privacy},
  {"profanity.tsv", haechi_lexicon_terms_profanity},
  {"self_harm.tsv", haechi_lexicon_terms_self_harm},
  {"sexual.tsv", haechi_lexicon_terms_sexual},
  {"slurs.tsv", haechi_lexicon_terms_slurs},
  {"violence.tsv", haechi_lexicon_terms_violence},
};

size_t haechi_lexicon_term_file_count(void) { return sizeof files / sizeof files[0]; }

const char *haechi_lexicon_term_file_name(size_t index) {
  return index < haechi_lexicon_term_file_count() ? files[index].name : "";
}

struct haechi_lexicon_file haechi_lexicon_term_file(size_t index) {
  const struct haechi_lexicon_file none = {(const uint8_t *)"", 0};
  return index < haechi_lexicon_term_file_count() ? files[index].file() : none;
}
