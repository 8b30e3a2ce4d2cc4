/// A particle (조사) or ending that has one form after a consonant and another after a vowel.
///
/// Source: Korean Orthography and the standard rules of its particles; only 으로 tells ㄹ from other consonants.
public struct Particle: Sendable, Hashable {
  /// The form after a consonant, such as 은.
  public let afterConsonant: String
  /// The form after a vowel, such as 는.
  public let afterVowel: String
  /// Whether a final ㄹ counts as a vowel, as before 로.
  public let takesRieulAsVowel: Bool

  /// A particle by its two forms.
  public init(afterConsonant: String, afterVowel: String, takesRieulAsVowel: Bool = false) {
    self.afterConsonant = afterConsonant
    self.afterVowel = afterVowel
    self.takesRieulAsVowel = takesRieulAsVowel
  }

  /// 은/는
  public static let topic = Particle(afterConsonant: "은", afterVowel: "는")
  /// 이/가
  public static let subject = Particle(afterConsonant: "이", afterVowel: "가")
  /// 을/를
  public static let object = Particle(afterConsonant: "을", afterVowel: "를")
  /// 과/와
  public static let with = Particle(afterConsonant: "과", afterVowel: "와")
  /// 으로/로
  public static let direction = Particle(afterConsonant: "으로", afterVowel: "로", takesRieulAsVowel: true)
  /// 이나/나
  public static let or = Particle(afterConsonant: "이나", afterVowel: "나")
  /// 이랑/랑
  public static let along = Particle(afterConsonant: "이랑", afterVowel: "랑")
  /// 아/야
  public static let vocative = Particle(afterConsonant: "아", afterVowel: "야")
  /// 이여/여
  public static let solemnVocative = Particle(afterConsonant: "이여", afterVowel: "여")
  /// 이라/라
  public static let quotedCopula = Particle(afterConsonant: "이라", afterVowel: "라")
  /// 이다/다
  public static let copula = Particle(afterConsonant: "이다", afterVowel: "다")
  /// 이에요/예요
  public static let politeCopula = Particle(afterConsonant: "이에요", afterVowel: "예요")

  /// Every particle that has a name here.
  public static let all: [Particle] = [
    .topic, .subject, .object, .with, .direction, .or, .along, .vocative, .solemnVocative, .quotedCopula,
    .copula, .politeCopula,
  ]

  /// Endings that take 이 (으 before ㄹ) after a consonant and nothing after a vowel, besides those that have a name.
  private static let stems: [(stem: String, filler: String)] = [
    ("로서", "으"), ("로써", "으"), ("로부터", "으"), ("로는", "으"), ("로도", "으"), ("로만", "으"), ("라고", "이"),
    ("라는", "이"), ("라도", "이"), ("라면", "이"), ("라서", "이"), ("라며", "이"), ("란", "이"), ("든", "이"), ("든지", "이"),
    ("든가", "이"), ("며", "이"), ("면", "이"), ("고", "이"), ("니", "이"), ("야", "이"), ("나마", "이"), ("시여", "이"),
    ("었다", "이"),
    ("네", "이"), ("지만", "이"),
  ]

  /// The particle that `text` names: either form alone (`은`, `는`), a pair (`은/는`, `을/를`) or the short
  /// spelling (`(으)로`, `(이)나`). Nil if it is none of those known here.
  public init?(_ text: String) {
    let known = Self.known[text] ?? Self.known[text.replacing("(", with: "").replacing(")", with: "")]
    guard let known else { return nil }
    self = known
  }

  /// The form after `word`: 책 takes 은, 나무 takes 는, 3 takes 은 (삼), LG takes 는 (엘지), 책(冊) takes 은.
  ///
  /// Where the last sound cannot be told, as after an emoji, it is both forms: `은(는)`, `(으)로`.
  public func form(after word: String) -> String {
    switch WordEnding(of: Array(word.utf8)) {
    case .vowel: afterVowel
    case .rieul: takesRieulAsVowel ? afterVowel : afterConsonant
    case .consonant: afterConsonant
    case nil: both
    }
  }

  /// `word` with its form of the particle: `책은`.
  public func attached(to word: String) -> String { word + form(after: word) }

  /// Both forms as one writes them when the sound is unknown.
  public var both: String {
    if afterConsonant.hasSuffix(afterVowel) {
      return "(\(afterConsonant.dropLast(afterVowel.count)))\(afterVowel)"
    }
    return "\(afterConsonant)(\(afterVowel))"
  }

  private static let known: [String: Particle] = {
    var known: [String: Particle] = [:]
    let derived = stems.map { stem, filler in
      Particle(afterConsonant: filler + stem, afterVowel: stem, takesRieulAsVowel: filler == "으")
    }
    for particle in all + derived {
      let (first, second) = (particle.afterConsonant, particle.afterVowel)
      let spellings = [
        first, second, "\(first)/\(second)", "\(second)/\(first)", "\(first)(\(second))",
        "\(second)(\(first))",
        particle.both,
      ]
      // The first particle of a spelling keeps it: 야 is the vocative, not (이)야.
      for spelling in spellings where known[spelling] == nil { known[spelling] = particle }
    }
    return known
  }()
}

extension Hangul {
  /// The form of `particle` after `word`; see ``Particle/form(after:)``.
  public static func particle(_ particle: Particle, after word: String) -> String {
    particle.form(after: word)
  }
}
