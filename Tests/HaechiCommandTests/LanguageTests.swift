import Testing

@testable import HaechiCommand

struct LanguageTests {
  @Test(
    "The first locale variable that is not empty decides",
    arguments: [
      ([:], .en), (["LANG": "ko_KR.UTF-8"], .ko), (["LANG": "ko"], .ko), (["LANG": "C.UTF-8"], .en),
      (["LC_ALL": "en_US", "LANG": "ko_KR"], .en),
      (["LC_ALL": "", "LC_MESSAGES": "ko_KR", "LANG": "C"], .ko),
      (["LC_MESSAGES": "C", "LANG": "ko_KR"], .en),
    ] as [([String: String], Language)])
  func preference(environment: [String: String], expected: Language) {
    #expect(Language.preferred(in: environment) == expected)
  }
}
