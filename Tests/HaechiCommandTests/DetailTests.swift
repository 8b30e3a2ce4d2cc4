import Testing

@testable import HaechiCommand

struct DetailTests {
  @Test(
    "A reason keeps the words that are meant for people",
    arguments: [
      ("disk on fire.", "disk on fire"),
      ("Error Domain=NSCocoaErrorDomain Code=512 \"It is odd.\"UserInfo={NSFilePath=/a}", "It is odd"),
      (
        "Error Domain=NSCocoaErrorDomain Code=640 \"(null)\"UserInfo={NSUnderlyingError=Error Domain=NSPOSIXErrorDomain Code=28 \"x\"}",
        systemReason(28)
      ),
      ("DecodingError.dataCorrupted: Data was corrupted. Debug description: Not\nvalid.", "Not valid"),
      (
        "2:7: error: parser: while parsing in line 1\nno colon:\n  foo\n  ^",
        "2:7: error: parser: while parsing in line 1 no colon"
      ),
      ("", ""),
    ])
  func reasons(description: String, expected: String) {
    #expect(Detail.reason(description) == expected)
  }

  @Test(
    "A phrase is said in both languages",
    arguments: [
      ("Int", "a whole number", "정수"),
      ("Expected to decode Int but found Scalar instead.", "a single value", "값 하나"),
      ("0...1", "0 to 1", "0에서 1까지"), ("0..<8192", "0 to 8191", "0에서 8191까지"),
      ("a divisor of 6", "a divisor of 6", "6의 약수"), ("a positive number", "a positive number", "양수"),
      ("seventeen", "seventeen", "seventeen"), (":", ":", ":"),
    ])
  func phrases(phrase: String, english: String, korean: String) {
    #expect(Detail.phrase(phrase, in: .en) == english)
    #expect(Detail.phrase(phrase, in: .ko) == korean)
  }

  @Test("An empty list is said in a word")
  func lists() {
    #expect(Detail.list([], in: .en) == "nothing")
    #expect(Detail.list([], in: .ko) == "없음")
    #expect(Detail.list(["a", "b"], in: .ko) == "a, b")
  }
}
