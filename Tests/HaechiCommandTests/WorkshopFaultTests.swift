import Datasets
import Evaluation
import Haechi
import Models
import Testing
import Tokenization

@testable import HaechiCommand

struct WorkshopFaultTests {
  @Test("Every fault is a line of Korean in Korean and of no Korean in English", arguments: FaultSample.all)
  func languages(sample: FaultSample) {
    let (korean, english) = (sample.fault.text(in: .ko), sample.fault.text(in: .en))
    func hasHangul(_ text: String) -> Bool { text.unicodeScalars.contains { 0xAC00...0xD7A3 ~= $0.value } }
    #expect(hasHangul(korean) && !hasHangul(english))
    for text in [korean, english] {
      #expect(!text.contains("\n"))
      #expect(text.hasSuffix(".") && !text.hasSuffix(".."))
    }
  }

  @Test("A fault's sentences name what, where and which", arguments: FaultSample.all)
  func particulars(sample: FaultSample) {
    for language in Language.allCases {
      let text = sample.fault.text(in: language)
      for particular in sample.particulars { #expect(text.contains(particular), "\(text)") }
    }
  }

  @Test("No sentence shows how the source spells a case or a label", arguments: FaultSample.all)
  func spelling(sample: FaultSample) {
    let words = "\(sample.fault)".matches(of: /[a-z]+[A-Z]\w*/).map { String($0.0) }
    for text in Language.allCases.map({ sample.fault.text(in: $0) }) {
      for word in words { #expect(!text.contains(word), "\(text)") }
      for piece in ["Optional(", "nil", "Error Domain"] { #expect(!text.contains(piece), "\(text)") }
    }
  }

  @Test("Each fault has its exit status", arguments: FaultSample.all)
  func status(sample: FaultSample) {
    #expect(sample.fault.status == sample.status)
  }

  @Test("No two faults say the same")
  func difference() {
    for language in Language.allCases {
      let texts = FaultSample.all.map { $0.fault.text(in: language) }
      let faults = FaultSample.all.map { "\($0.fault)" }
      #expect(Set(texts).count == Set(faults).count)
    }
  }

  @Test("The errors of the rooms and of the guardian become faults, those of others do not")
  func conversion() {
    #expect(WorkshopFault(DatasetError.emptyEvaluation(name: "x")) == .dataset(.emptyEvaluation(name: "x")))
    #expect(WorkshopFault(GuardianError.model(.notABundle)) == .model(.notABundle))
    #expect(WorkshopFault(GuardianError.tokenizer(.noPieces)) == .tokenization(.noPieces))
    #expect(
      WorkshopFault(GuardianError.vocabulary(expected: 3, found: 2)) == .vocabulary(expected: 3, found: 2))
    #expect(WorkshopFault(GuardianError.normalization(found: "x")) == .normalization(found: "x"))
    #expect(WorkshopFault(OutputError.closed) == nil)
    let failure = CommandFailure(EvaluationError.notAGuardian)
    #expect(failure == CommandFailure(status: .data, message: .workshop(.evaluation(.notAGuardian))))
  }

  @Test("A file that is not there has the same sentence in every room")
  func missingFile() {
    let reason =
      "Error Domain=NSCocoaErrorDomain Code=260 \"The file doesn’t exist.\"UserInfo={NSFilePath=/no/such, NSUnderlyingError=Error Domain=NSPOSIXErrorDomain Code=2 \"No such file or directory\"}"
    for language in Language.allCases {
      let expected = Message.fileMissing(path: "/no/such").text(in: language)
      #expect(
        WorkshopFault.dataset(.unreadable(path: "/no/such", reason: reason)).text(in: language) == expected)
      #expect(
        WorkshopFault.lexicon(.unreadable(path: "/no/such", reason: reason)).text(in: language) == expected)
      #expect(
        WorkshopFault.model(.inaccessibleFile(path: "/no/such", code: 2)).text(in: language) == expected)
    }
  }
}
