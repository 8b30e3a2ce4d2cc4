import Testing

@testable import HaechiCommand

struct TerminalTests {
  @Test("Colour follows the option, then the terminal and NO_COLOR")
  func colour() {
    func isColoured(_ choice: ColourChoice, _ isTerminal: Bool, _ environment: [String: String]) -> Bool {
      choice.isColoured(isTerminal: isTerminal, environment: environment)
    }
    #expect(isColoured(.auto, true, [:]))
    #expect(!isColoured(.auto, false, [:]))
    #expect(!isColoured(.auto, true, ["NO_COLOR": "1"]))
    #expect(isColoured(.auto, true, ["NO_COLOR": ""]))
    #expect(!isColoured(.auto, true, ["TERM": "dumb"]))
    #expect(isColoured(.always, false, ["NO_COLOR": "1"]))
    #expect(!isColoured(.never, true, [:]))
  }
}
