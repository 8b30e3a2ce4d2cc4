/// Why a stretch of text is read otherwise than it is written.
public enum DeobfuscationRule: String, CaseIterable, Sendable {
  /// Jamo written apart: ㅍㅗㄱㅌㅏㄴ for 폭탄.
  case jamoSplit = "jamo_split"
  /// Signs, digits, emoji or invisible characters inside a word: 폭♥탄.
  case separator
  /// Typed with the keyboard switched to the other language: rkskek for 가나다, ㅗ디ㅣㅐ for hello.
  case keyboard
  /// A syllable that looks like another one: 커엽다 for 귀엽다.
  case yaminjeongeum
  /// A sign that looks like a jamo or a syllable, upright or turned: 口 for ㅁ, ㅓㄴ for 가.
  case lookalike
  /// Digits and letters read by their names: 18 for 씨팔.
  case leet
  /// Spelling by sound: 마자 for 맞아, 껨 for 게임.
  case soundalike
  /// A Hanja read by its sound: 水상해 for 수상해.
  case hanja
  /// Latin letters read by their sound: mang했어 for 망했어.
  case latin
  /// Final consonants that do not belong: 핝굮읹 for 한국인.
  case batchimStuffing = "batchim_stuffing"
  /// Initial consonants alone: ㅅㅂ.
  case chosung
  /// A syllable drawn out: 씨이이발 for 씨발.
  case repetition
  /// Spaces left out, put in or moved: 화장 실더럽 고별로 for 화장실 더럽고 별로.
  case spacing
  /// Syllables of a word in another order: 오만랜에 for 오랜만에.
  case anagram
}
