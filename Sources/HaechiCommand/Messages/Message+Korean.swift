extension Message {
  /// The sentence for Korean readers. Names stand where no particle must agree with their last sound.
  var korean: String {
    switch self {
    case .textAndInput:
      "글과 --input은 함께 쓸 수 없습니다. 글을 인자로 주거나 파일에서 읽거나 하나만 고르세요."
    case .unknownCategory(let name, let valid):
      "--category-threshold: 없는 범주입니다: “\(name)”. 다음 가운데 하나를 쓰세요: \(valid.joined(separator: ", "))."
    case .notAProbability(let option, let value):
      "\(option): 확률이 아닙니다: “\(value)”. 0.8처럼 0에서 1 사이의 수를 쓰세요."
    case .notACategoryThreshold(let value):
      "--category-threshold: NAME=X 꼴이 아닙니다: “\(value)”. violence=0.8처럼 범주와 수를 쓰세요."
    case .notAThreadCount(let value):
      "--threads: 쓸 수 없는 스레드 수입니다: \(value). 1에서 1024 사이의 수를 쓰세요."
    case .notAnIterationCount(let value):
      "--iterations: 너무 적습니다: \(value). 1 이상의 수를 쓰세요."
    case .fieldNeedsJSON:
      "--field는 JSON 행의 필드 이름인데 입력이 JSON이 아닙니다. --format jsonl을 더하거나 --field를 빼세요."
    case .columnNeedsTable:
      "--column은 표의 열 이름인데 입력이 표가 아닙니다. --format csv 또는 tsv를 더하거나 --column을 빼세요."
    case .columnUnknown(let name, let valid):
      "--column: 없는 열입니다: “\(name)”. 머리글에 있는 열: \(valid.joined(separator: ", ")). 이 가운데 하나 또는 1에서 \(valid.count) 사이의 번호를 쓰세요."
    case .columnNotGiven(let valid):
      "표에 “text” 열이 없습니다. 글이 든 열을 --column으로 알려 주세요: \(valid.joined(separator: ", "))."
    case .fileMissing(let path):
      "파일이 없습니다: \(path). 경로를 확인하세요."
    case .fileIsDirectory(let path):
      "파일이 아니라 디렉터리입니다: \(path). 그 안의 파일을 지정하세요."
    case .fileForbidden(let path):
      "읽을 권한이 없습니다: \(path). 권한을 주거나(chmod u+r) 읽을 수 있는 곳으로 복사하세요."
    case .fileUnreadable(let path, let reason):
      "읽다가 실패했습니다: \(path) (\(reason)). 디스크를 확인하거나 파일을 복사한 뒤 다시 해 보세요."
    case .modelInvalid(let path, let fault):
      "모델로 쓸 수 없는 파일입니다: \(path). \(fault.text(in: .ko)) --model을 빼면 안에 든 모델을 씁니다."
    case .modelAbsent:
      "이 빌드에는 모델이 들어 있지 않습니다. --model로 모델 묶음을 지정하거나 릴리스에서 빌드하세요."
    case .modelDefaultInvalid(let fault):
      "이 빌드에 든 모델을 쓸 수 없습니다. \(fault.text(in: .ko)) 릴리스에서 빌드하거나 --model로 모델 묶음을 지정하세요."
    case .outputFailed(let reason):
      "결과를 쓰다가 실패했습니다: \(reason). 여기까지 쓴 것은 온전한 줄입니다. 공간을 비우거나 다른 곳을 골라 다시 실행하세요."
    case .rowNotUTF8(let offset):
      "행의 바이트 위치 \(offset)부터 UTF-8이 아닙니다"
    case .rowNotJSON(let offset):
      "행의 바이트 위치 \(offset)부터 JSON이 아닙니다"
    case .rowNotAnObject:
      "JSON 객체가 아닙니다"
    case .rowWithoutField(let name):
      "필드가 없습니다: “\(name)”"
    case .rowFieldNotText(let name):
      "필드가 문자열이 아닙니다: “\(name)”"
    case .rowWithoutColumn(let number, let found):
      "\(number)번째 열이 없습니다: 이 행의 열은 \(found)개입니다"
    case .rowUnterminatedQuote:
      "따옴표가 열린 뒤 닫히지 않았습니다"
    case .rowTooLong(let limit):
      "\(limit / (1 << 20)) MiB보다 깁니다"
    case .stoppedAtBadRow(let line):
      "\(line)번째 줄, 처음 나온 잘못된 행에서 멈췄습니다(--strict). 행을 고치거나, 건너뛰려면 --strict 없이 실행하세요."
    case .badRow(let line, let problem):
      "\(line)번째 줄: \(problem)"
    case .readingFromTerminal:
      "글을 쓰고 Enter를 누르세요. Ctrl-D로 끝납니다."
    case .progress(let rows, let perSecond, let errors):
      "\(grouped(rows))행 · 초당 \(grouped(perSecond))행 · 오류 \(grouped(errors))"
    case .summary(let rows, let unsafe, let errors, let seconds, let perSecond):
      "\(grouped(rows))행 · 위험 \(grouped(unsafe)) · 오류 \(grouped(errors)) · \(tenths(seconds))초 · 초당 \(grouped(perSecond))행"
    case .label(let unsafe):
      unsafe ? "위험" : "안전"
    case .risk(let percent):
      "위험도 \(percent)"
    case .truncatedAt(let bytes):
      "처음 \(bytes / (1 << 20)) MiB만 읽었습니다"
    case .benchColdStartFailed(let reason):
      "첫 실행 시간을 재지 못했습니다: \(reason). 설치된 haechi를 경로로 실행하세요."
    case .notAResampleCount(let value):
      "--resamples 값이 \(value)입니다. 1에서 1,000,000 사이여야 합니다."
    case .fileUnwritable(let path, let reason):
      "\(path)에 쓸 수 없습니다: \(reason). 쓸 수 있는 폴더 안의 파일을 지정하세요."
    case .spmTrain(let fault): fault.text(in: .ko)
    case .corpus(let fault): fault.text(in: .ko)
    case .workshop(let fault):
      fault.text(in: .ko)
    case .spm(let fault):
      fault.text(in: .ko)
    }
  }
}
