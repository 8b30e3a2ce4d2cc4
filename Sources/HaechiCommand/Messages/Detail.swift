/// Details that other rooms and the system put into their errors, made fit to stand in a sentence.
///
/// Such a detail is an English phrase, a Swift type's name, or Foundation's description of an error. A phrase that
/// has no Korean here stands as it is.
enum Detail {
  /// What the rooms give as the reason for a file whose bytes are no text.
  static let notUTF8 = "not UTF-8"

  /// The system's error number, which Foundation's descriptions nest; `nil` where there is none.
  static func systemCode(in description: String) -> Int32? {
    description.firstMatch(of: /NSPOSIXErrorDomain Code=(\d+)/).flatMap { Int32($0.1) }
  }

  /// The words of a description that are meant for people, on one line and without a full stop.
  static func reason(_ description: String) -> String {
    if let code = systemCode(in: description) { return systemReason(code) }
    if let told = description.firstMatch(of: /Error Domain=\w+ Code=-?\d+ "([^"]*)"/) { return line(told.1) }
    if let told = description.firstMatch(of: /(?s)Debug description: (.*)/) { return line(told.1) }
    // After this mark the YAML parser repeats the text it could not read.
    if let snippet = description.firstRange(of: ":\n") { return line(description[..<snippet.lowerBound]) }
    return line(description[...])
  }

  /// `phrase` in `language`: what a room says that it expected or found.
  static func phrase(_ phrase: String, in language: Language) -> String {
    if let told = phrase.wholeMatch(of: /Expected to decode .+ but found (.+) instead\./) {
      return Self.phrase(String(told.1), in: language)
    }
    if let range = phrase.wholeMatch(of: /(\d+)\.\.([.<])(\d+)/), let bound = Int(range.3) {
      let last = range.2 == "." ? bound : bound - 1
      return language == .ko ? "\(range.1)에서 \(last)까지" : "\(range.1) to \(last)"
    }
    if let number = phrase.wholeMatch(of: /a divisor of (\d+)/)?.1, language == .ko { return "\(number)의 약수" }
    let plain = types[phrase] ?? phrase
    return language == .ko ? korean[plain] ?? reason(plain) : reason(plain)
  }

  /// `names` after each other, or the word for none.
  static func list(_ names: [String], in language: Language) -> String {
    names.isEmpty ? phrase("nothing", in: language) : names.joined(separator: ", ")
  }

  private static func line(_ text: Substring) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.hasSuffix(".") ? String(words.dropLast()) : words
  }

  /// What the types are called that decoders name.
  private static let types = [
    "Int": "a whole number", "Int32": "a whole number", "UInt64": "a whole number", "Double": "a number",
    "Float": "a number", "number": "a number", "Bool": "true or false", "String": "text", "string": "text",
    "Scalar": "a single value", "Mapping": "a mapping", "Dictionary<String, Any>": "a mapping",
    "Sequence": "a list", "Array<Any>": "a list", "null": "nothing", "none": "nothing",
    "GuardianRecipe": "a recipe", "File": "a recipe", "CorpusManifest": "a manifest",
    "missing": "it is missing", "0 up to 1": "at least 0 and below 1",
    "gram from 1, jaccard above 0 up to 1": "gram at least 1, jaccard above 0 and at most 1",
  ]

  private static let korean = [
    "a whole number": "정수", "a number": "수", "true or false": "true 또는 false", "text": "글",
    "a single value": "값 하나", "a mapping": "키와 값의 묶음", "a list": "목록", "nothing": "없음", "a value": "값",
    "a recipe": "레시피", "a manifest": "매니페스트", "a taxonomy": "분류 체계", "it is missing": "값이 없습니다",
    "at least 0 and below 1": "0 이상 1 미만",
    "gram at least 1, jaccard above 0 and at most 1": "gram은 1 이상, jaccard는 0 초과 1 이하",
    "at least one file": "파일 하나 이상", "lower-case ASCII, digits and _": "ASCII 소문자, 숫자, _",
    "lower-case ASCII and _": "ASCII 소문자와 _", "64 lower-case hexadecimal digits": "소문자 16진수 64자리",
    "no true category on a safe rule": "safe 규칙에는 참인 범주 없음", "a positive number": "양수",
    "an even number": "짝수", "each slug once": "slug마다 한 번", "an object": "객체", "a name": "이름",
    "a digit": "숫자", "an escape": "이스케이프", "a surrogate pair": "서로게이트 쌍",
    "four hexadecimal digits": "16진수 네 자리", "a hexadecimal digit": "16진수 숫자",
    "no control character": "제어 문자 없음", "no control character in a string": "문자열 안에 제어 문자 없음",
    "the end of the text": "글의 끝", "the end of the header": "머리말의 끝", "an integer": "정수",
    "an integer below 2^63": "2^63보다 작은 정수", "no leading zero": "0으로 시작하지 않는 수",
    "a trail surrogate": "뒤쪽 서로게이트", "a Unicode scalar": "유니코드 스칼라",
    "dtype, shape or data_offsets": "dtype, shape, data_offsets 가운데 하나", "header": "머리말",
    "header length": "머리말 길이", "prefix": "첫머리", "payload": "본문",
    "The given data was not valid JSON.": "올바른 JSON이 아닙니다",
    "The given data was not valid YAML.": "올바른 YAML이 아닙니다",
  ]
}
