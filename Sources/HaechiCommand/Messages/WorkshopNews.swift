/// What the verbs of the data way tell while they work.
enum WorkshopNews: Equatable, Sendable {
  case readingSources
  case trainingTokenizer(lines: Int)
  case stage(name: String, examples: Int, step: Int, totalSteps: Int)
  case step(Int, totalSteps: Int, loss: Float, tokensPerSecond: Int)
  case validation(epoch: Int, loss: Float, accuracy: Double)
  case calibrating(rows: Int)
  case wroteBundle(path: String)
  case trainingBaseline(rows: Int)
  case comparing(set: String, rows: Int)
  case measuring(sets: Int)
  case agreement(set: String, texts: Int, share: Double, largestDifference: Double)

  /// The sentence in `language`.
  func text(in language: Language) -> String {
    switch language {
    case .ko: korean
    case .en: english
    }
  }

  private var english: String {
    switch self {
    case .readingSources: "Reading the sources"
    case .trainingTokenizer(let lines): "Training the tokenizer on \(grouped(lines)) lines"
    case .stage(let name, let examples, let step, let totalSteps):
      "Stage \(name): \(grouped(examples)) examples, from step \(grouped(step)) of \(grouped(totalSteps))"
    case .step(let step, let totalSteps, let loss, let rate):
      "Step \(grouped(step)) of \(grouped(totalSteps)) · loss \(decimals(loss)) · \(grouped(rate)) tokens/s"
    case .validation(let epoch, let loss, let accuracy):
      "Epoch \(epoch): validation loss \(decimals(loss)), label right for \(percent(accuracy))"
    case .calibrating(let rows): "Choosing temperature and thresholds on \(grouped(rows)) validation rows"
    case .wroteBundle(let path): "Wrote \(path)"
    case .trainingBaseline(let rows): "Training the baseline on \(grouped(rows)) rows"
    case .comparing(let set, let rows): "Comparing int8 with f32 on \(set), \(grouped(rows)) rows"
    case .measuring(let sets): "Measuring on \(sets) sets"
    case .agreement(let set, let texts, let share, let difference):
      "int8 and f32 give the same label to \(percent(share)) of the \(grouped(texts)) texts of \(set); the probabilities differ by at most \(decimals(Float(difference)))"
    }
  }

  private var korean: String {
    switch self {
    case .readingSources: "원본 자료를 읽습니다"
    case .trainingTokenizer(let lines): "\(grouped(lines))줄로 토크나이저를 학습합니다"
    case .stage(let name, let examples, let step, let totalSteps):
      "\(name) 단계: 예시 \(grouped(examples))개, 전체 \(grouped(totalSteps))걸음 중 \(grouped(step))부터"
    case .step(let step, let totalSteps, let loss, let rate):
      "\(grouped(totalSteps))걸음 중 \(grouped(step)) · 손실 \(decimals(loss)) · 초당 \(grouped(rate))토큰"
    case .validation(let epoch, let loss, let accuracy):
      "\(epoch)회차: 검증 손실 \(decimals(loss)), 라벨 정확도 \(percent(accuracy))"
    case .calibrating(let rows): "검증 자료 \(grouped(rows))행으로 온도와 문턱값을 정합니다"
    case .wroteBundle(let path): "\(path)에 저장했습니다"
    case .trainingBaseline(let rows): "기준 모델을 \(grouped(rows))행으로 학습합니다"
    case .comparing(let set, let rows): "\(set) \(grouped(rows))행에서 int8과 f32를 견줍니다"
    case .measuring(let sets): "평가 자료 \(sets)벌을 잽니다"
    case .agreement(let set, let texts, let share, let difference):
      "\(set) \(grouped(texts))건 중 \(percent(share))에서 int8과 f32의 라벨이 같고, 확률은 최대 \(decimals(Float(difference))) 차이 납니다"
    }
  }
}

/// `number` with four decimals.
private func decimals(_ number: Float) -> String {
  let scaled = Int((abs(number) * 10_000).rounded())
  let fraction = String(scaled % 10_000)
  return (number < 0 ? "-" : "") + grouped(scaled / 10_000) + "."
    + String(repeating: "0", count: 4 - fraction.count) + fraction
}

/// A share as a percentage with two decimals.
private func percent(_ share: Double) -> String {
  let scaled = Int((share * 10_000).rounded())
  let fraction = scaled % 100
  return "\(scaled / 100).\(fraction < 10 ? "0" : "")\(fraction) %"
}
