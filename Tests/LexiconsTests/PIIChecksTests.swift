import Testing

@testable import Lexicons

@Suite struct PIIChecksTests {
  private static func digits(_ text: String) -> [UInt8] { text.utf8.filter { $0 != 0x2D }.map { $0 - 0x30 } }

  @Test(
    "A resident's number has a date, and a check digit if it is older than the rule of 2020",
    arguments: [
      ("900101-1234568", .checked), ("900101-1234567", .unchecked), ("900230-1234567", .invalid),
      ("000229-3123456", .unchecked), ("010229-3123456", .invalid), ("900001-1234567", .invalid),
      ("900101-123456", .invalid), ("600101-3123456", .invalid),
    ] as [(String, PIIChecks.Registration)])
  func resident(number: String, expected: PIIChecks.Registration) {
    #expect(PIIChecks.resident(Self.digits(number)) == expected)
  }

  @Test(
    "Of the ten last digits exactly one is right, for residents and foreigners",
    arguments: ["900101-123456", "051231-412345"])
  func oneIsRight(prefix: String) {
    let results = (0...9).map { PIIChecks.resident(Self.digits(prefix + "\($0)")) }
    #expect(results.count { $0 == .checked } == 1)
    let foreign = prefix.replacing("-1", with: "-5").replacing("-4", with: "-8")
    #expect((0...9).count { PIIChecks.foreigner(Self.digits(foreign + "\($0)")) == .checked } == 1)
  }

  @Test(
    "Luhn's digit is right for the numbers that networks publish for tests",
    arguments: [
      "4111111111111111", "5555555555554444", "378282246310005", "30569309025904", "3530111333300000",
    ])
  func luhn(number: String) {
    #expect(PIIChecks.luhn(Self.digits(number)))
    var wrong = Self.digits(number)
    wrong[3] = (wrong[3] + 1) % 10
    #expect(!PIIChecks.luhn(wrong))
  }

  @Test("A number of zeros or of nothing is no card and no business")
  func zeros() {
    #expect(!PIIChecks.luhn([]))
    #expect(!PIIChecks.luhn([UInt8](repeating: 0, count: 16)))
    #expect(!PIIChecks.business([UInt8](repeating: 0, count: 10)))
  }

  @Test("A business's check digit is right for published numbers and wrong for their neighbours")
  func business() {
    #expect(PIIChecks.business(Self.digits("220-81-62517")))
    #expect(PIIChecks.business(Self.digits("124-81-00998")))
    #expect(!PIIChecks.business(Self.digits("124-81-00997")))
  }
}
