import Testing

@testable import Lexicons

@Suite struct KoreanTailTests {
  private static func accepts(_ noun: String, _ tail: String) -> Bool {
    KoreanTail.accepts(tail.unicodeScalars.map(\.value)[...], after: noun.unicodeScalars.last?.value)
  }

  @Test(
    "Particles, the copula and verbs of nouns may follow",
    arguments: [
      ("병신", ""), ("병신", "이"), ("병신", "은"), ("병신", "이야"), ("병신", "아"), ("병신", "들아"), ("병신", "같은"),
      ("병신", "같네"), ("병신", "이냐"), ("병신", "입니다"), ("병신", "들에게만"), ("병신", "짓을"), ("병신", "인데"),
      ("병신", "이라고"), ("병신", "이었어"), ("병신", "으로"), ("새끼", "가"), ("새끼", "는"), ("새끼", "를"), ("새끼", "야"),
      ("새끼", "네"), ("새끼", "들이"), ("새끼", "로"), ("마약", "하는"), ("마약", "했어"), ("마약", "해서"), ("마약", "한다고"),
      ("마약", "할까"), ("마약", "합니다"), ("마약", "을"), ("마약", "에서도"), ("해킹", "당했다"), ("해킹", "시키는"),
      ("해킹", "하는데"), ("해킹", "하려고"), ("해킹", "해줘"), ("사기", "치는"), ("사기", "쳤다"), ("사기", "당한"),
      ("지랄", "하네"), ("지랄", "로"), ("발광", "하지마"), ("시체", "처럼"),
    ])
  func accepted(noun: String, tail: String) {
    #expect(Self.accepts(noun, tail), "\(noun)+\(tail)")
  }

  @Test(
    "Other syllables may not",
    arguments: [
      ("시발", "점"), ("시발", "역"), ("새끼", "손가락"), ("고추", "장"), ("고추", "잠자리"), ("대마", "은"), ("대마", "을"),
      ("새끼", "이랑줄"), ("병신", "는"), ("병신", "를"), ("병신", "가"), ("새끼", "은"), ("새끼", "으로"), ("지랄", "으로"),
      ("보지", "못했다"), ("마약", "왕전"), ("사탕", "수수"), ("아이스", "크림"), ("떨", "어진"), ("약", "국"), ("자살", "골"),
    ])
  func refused(noun: String, tail: String) {
    #expect(!Self.accepts(noun, tail), "\(noun)+\(tail)")
  }

  @Test("A tail behind a digit or a Latin letter is not asked for its batchim")
  func foreign() {
    #expect(Self.accepts("GHB", "를"))
    #expect(Self.accepts("GHB", "을"))
  }
}
