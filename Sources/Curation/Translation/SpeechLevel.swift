import Foundation

/// How a Korean sentence addresses its reader, told by its ending.
public enum SpeechLevel: String, Codable, Sendable, CaseIterable {
  /// 하십시오체: -습니다, -니까, -십시오.
  case formal
  /// 해요체: -요, -죠.
  case polite
  /// 해라체 and 해체: -다, -냐, -어, -자.
  case plain
  /// No verb at the end: a phrase, a noun, -기, -음.
  case nominal

  /// What a recipe asks for.
  public enum Wanted: String, Codable, Sendable {
    /// Whatever comes.
    case any
    /// 하십시오체.
    case formal
    /// 해요체, or the more formal 하십시오체.
    case polite
    /// 해라체 or 해체.
    case plain
  }

  private static let formalEndings = ["니다", "니까", "시오", "소서", "옵니다"]
  private static let politeEndings = ["요", "죠", "쥬"]
  private static let plainEndings = [
    "다", "냐", "니", "자", "라", "어", "아", "지", "해", "줘", "까", "네", "군", "나", "래", "게", "돼", "봐", "써", "려", "야",
    "워", "져", "와", "데", "가", "거든", "을걸", "텐데", "는걸", "구나", "잖아", "인가", "는가", "은가", "던가", "을까", "할까",
  ]
  /// Nouns that end like a verb.
  private static let nouns: Set<String> = [
    "나라", "바다", "아이", "머리", "의자", "남자", "여자", "글자", "숫자", "과자", "투자", "이자", "환자", "피자", "혼자", "범죄자", "사용자",
    "피해자", "가해자",
    "언어", "영어", "단어", "한국어", "용어", "국어", "일본어", "중국어", "외국어", "국가", "작가", "평가", "휴가", "전문가", "주가", "물가", "증가",
    "추가", "이유", "동아리",
    "지도", "편지", "휴지", "돼지", "강아지", "아버지", "메시지", "페이지", "이미지", "무지", "방지", "정지", "금지", "유지", "상대", "가게", "무게",
    "사회", "기회",
    "대회", "문화", "영화", "전화", "변화", "평화", "이해", "피해", "오해", "방해", "자해", "침해", "살해", "견해", "올해", "분야", "시야",
    "세네", "동네", "코리아", "라디오",
    "전라", "카메라", "드라마", "코로나", "언니", "어머니", "할머니", "주머니", "피아", "마피아", "미디어", "아이디어", "커뮤니티", "소프트웨어", "하드웨어",
    "악성코드", "랜섬웨어",
  ]

  /// The level of a sentence; `nil` where it has no Hangul.
  public static func of(sentence: String) -> SpeechLevel? {
    var scalars = Array(sentence.unicodeScalars)
    while let last = scalars.last, !isHangul(last) { scalars.removeLast() }
    guard !scalars.isEmpty else { return nil }
    let start = scalars.lastIndex { $0.properties.isWhitespace }.map { $0 + 1 } ?? 0
    let word = String(String.UnicodeScalarView(scalars[start...]))
    if nouns.contains(word) { return .nominal }
    // 해요 and 필요 both end in 요.
    if word.hasSuffix("필요") || word.hasSuffix("중요") || word.hasSuffix("주요") { return .nominal }
    if formalEndings.contains(where: word.hasSuffix) { return .formal }
    if politeEndings.contains(where: word.hasSuffix) { return .polite }
    return plainEndings.contains(where: word.hasSuffix) ? .plain : .nominal
  }

  /// The levels of the sentences of a text, in order; nominal ones are left out.
  public static func levels(in text: String) -> [SpeechLevel] {
    text.split { ".!?…\n。？！".contains($0) }.compactMap { of(sentence: String($0)) }.filter { $0 != .nominal }
  }

  private static func isHangul(_ scalar: Unicode.Scalar) -> Bool { 0xAC00...0xD7A3 ~= scalar.value }
}
