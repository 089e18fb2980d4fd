# Do two states have more contacts after a period in which they had more? Reads panel.csv, dyads by period.

text <- c(code1 = "character", code2 = "character", period = "character")
panel <- read.csv("panel.csv", na.strings = "", colClasses = text)
panel$dyad <- paste(panel$code1, panel$code2, sep = "-")
panel$time <- match(panel$period, sort(unique(panel$period)))

before <- data.frame(dyad = panel$dyad, time = panel$time + 1, before = panel$contacts)
panel <- merge(panel, before, by = c("dyad", "time"))

# a dyad, or a period, in which nothing happened tells nothing beside an effect of its own
happened <- lapply(panel[c("dyad", "period")], function(unit) ave(panel$contacts, unit, FUN = sum) > 0)
panel <- panel[happened$dyad & happened$period, ]

fit <- glm(contacts ~ before + dyad + period, family = poisson, data = panel)
scores <- rowsum(model.matrix(fit) * residuals(fit, "response"), panel$dyad)
errors <- sqrt(diag(vcov(fit) %*% crossprod(scores) %*% vcov(fit)))
names(errors) <- names(coef(fit))

cat("term    estimate  clustered s.e.\n")
cat(sprintf("before  %8.3f  %14.3f\n", coef(fit)["before"], errors["before"]))
counts <- c(length(unique(panel$dyad)), length(unique(panel$period)), sum(panel$contacts))
cat(sprintf("%d dyads, %d periods, %d contacts\n", counts[1], counts[2], counts[3]))
