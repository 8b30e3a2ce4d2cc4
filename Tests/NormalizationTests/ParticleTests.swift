import Testing

@testable import Normalization

@Suite struct ParticleTests {
  /// Words with 은/는, 을/를 and 으로/로.
  @Test(arguments: [
    ("책", "은", "을", "으로"), ("나무", "는", "를", "로"), ("서울", "은", "을", "로"), ("삵", "은", "을", "으로"),
    ("3", "은", "을", "으로"), ("2", "는", "를", "로"), ("1", "은", "을", "로"), ("7", "은", "을", "로"),
    ("8", "은", "을", "로"), ("9", "는", "를", "로"), ("0", "은", "을", "으로"), ("10", "은", "을", "으로"),
    ("100", "은", "을", "으로"), ("1,000", "은", "을", "으로"), ("10000", "은", "을", "으로"),
    ("1,000,000,000,000", "는", "를", "로"), ("100,000,000", "은", "을", "으로"), ("3.5", "는", "를", "로"),
    ("3.10", "은", "을", "으로"), ("010-1234-5678", "은", "을", "로"), ("2024년", "은", "을", "으로"),
    ("LG", "는", "를", "로"), ("SQL", "은", "을", "로"), ("IBM", "은", "을", "으로"), ("CNN", "은", "을", "으로"),
    ("AI", "는", "를", "로"), ("iOS", "는", "를", "로"), ("Google", "은", "을", "로"), ("apple", "은", "을", "로"),
    ("internet", "은", "을", "으로"), ("code", "는", "를", "로"), ("Python", "은", "을", "으로"),
    ("web", "은", "을", "으로"), ("book", "은", "을", "으로"), ("team", "은", "을", "으로"), ("test", "는", "를", "로"),
    ("x", "는", "를", "로"), ("L", "은", "을", "로"), ("kg", "은", "을", "으로"), ("50%", "는", "를", "로"),
    ("책)", "은", "을", "으로"), ("“나무”", "는", "를", "로"), ("삼성(三星)", "은", "을", "으로"),
    ("해치(Haechi)", "는", "를", "로"), ("(주)", "는", "를", "로"), ("서울!", "은", "을", "로"),
    ("『논어』", "는", "를", "로"), ("論語", "는", "를", "로"), ("金", "은", "을", "으로"), ("ㄱ", "은", "을", "으로"),
    ("ㄹ", "은", "을", "로"), ("ㅏ", "는", "를", "로"), ("３", "은", "을", "으로"), ("ラーメン", "은", "을", "으로"),
  ])
  func aParticleFollowsTheLastSound(word: String, topic: String, object: String, direction: String) {
    #expect(Particle.topic.form(after: word) == topic)
    #expect(Hangul.particle(.object, after: word) == object)
    #expect(Particle.direction.attached(to: word) == word + direction)
  }

  @Test(arguments: ["", "😀", "…", "()", "\u{200B}"])
  func whereNoSoundIsKnownBothFormsStand(word: String) {
    #expect(Particle.topic.form(after: word) == "은(는)")
    #expect(Particle.direction.form(after: word) == "(으)로")
    #expect(Particle.quotedCopula.form(after: word) == "(이)라")
  }

  @Test(arguments: [
    ("은/는", "는"), ("은", "는"), ("는/은", "는"), ("을(를)", "를"), ("(으)로", "로"), ("(이)나", "나"), ("이라/라", "라"),
    ("아/야", "야"), ("야", "야"), ("과/와", "와"), ("와", "와"), ("이랑", "랑"), ("(이)라고", "라고"), ("으로서", "로서"),
    ("이다", "다"), ("예요", "예요"),
  ])
  func aParticleIsFoundByItsSpellings(name: String, afterVowel: String) throws {
    #expect(try #require(Particle(name)).form(after: "나무") == afterVowel)
  }

  @Test func whatIsNoParticleIsNone() {
    #expect(Particle("책") == nil)
    #expect(Particle("") == nil)
  }

  @Test func everyParticleHasItsPair() {
    let forms = Particle.all.map { $0.form(after: "책") + "/" + $0.form(after: "배") }
    #expect(
      forms == [
        "은/는", "이/가", "을/를", "과/와", "으로/로", "이나/나", "이랑/랑", "아/야", "이여/여", "이라/라", "이다/다",
        "이에요/예요",
      ])
  }
}
